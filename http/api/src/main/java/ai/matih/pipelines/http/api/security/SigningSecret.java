package ai.matih.pipelines.http.api.security;

/** At least 32 bytes of HS256 key. Prints as {@code ***}. */
public final class SigningSecret {
  /** HS256 needs a key as long as its hash. */
  public static final int MINIMUM_BYTES = 32;

  private final byte[] bytes;

  /** Throws IllegalArgumentException for a key that is too short to be safe. */
  public SigningSecret(byte[] bytes) {
    if (bytes.length < MINIMUM_BYTES) {
      throw new IllegalArgumentException(
          "a key for HS256 needs at least "
              + MINIMUM_BYTES
              + " bytes; this one has "
              + bytes.length);
    }
    this.bytes = bytes.clone();
  }

  byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public String toString() {
    return "***";
  }
}
