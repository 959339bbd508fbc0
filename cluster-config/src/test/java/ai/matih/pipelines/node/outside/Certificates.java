package ai.matih.pipelines.node.outside;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** An authority of our own, and a server of 127.0.0.1 that it vouches for; made with keytool. */
record Certificates(Path authority, String key, String chain) {
  private static final String PASSWORD = "changeit";

  static Certificates in(Path folder) throws Exception {
    Files.createDirectories(folder);
    Path ca = folder.resolve("ca.p12");
    Path server = folder.resolve("server.p12");
    keytool("-genkeypair -alias ca -dname CN=authority -ext bc:c -keyalg EC -keystore " + ca);
    keytool("-genkeypair -alias server -dname CN=server -keyalg EC -keystore " + server);
    keytool("-certreq -alias server -keystore " + server + " -file " + folder.resolve("request"));
    keytool(
        "-gencert -alias ca -keystore "
            + ca
            + " -ext san=ip:127.0.0.1 -rfc -infile "
            + folder.resolve("request")
            + " -outfile "
            + folder.resolve("server.crt"));
    keytool("-exportcert -alias ca -rfc -keystore " + ca + " -file " + folder.resolve("ca.pem"));
    return new Certificates(
        folder.resolve("ca.pem"),
        privateKey(server),
        Files.readString(folder.resolve("server.crt")) + certificate(ca));
  }

  private static void keytool(String arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments.split(" ")));
    command.addAll(
        List.of("-storepass", PASSWORD, "-storetype", "PKCS12", "-noprompt", "-J-Xmx64m"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(said);
    }
  }

  private static KeyStore store(Path file) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    return store;
  }

  private static String privateKey(Path file) throws GeneralSecurityException, IOException {
    return pem("PRIVATE KEY", store(file).getKey("server", PASSWORD.toCharArray()).getEncoded());
  }

  private static String certificate(Path file) throws GeneralSecurityException, IOException {
    Certificate one = store(file).getCertificate("ca");
    return pem("CERTIFICATE", one.getEncoded());
  }

  private static String pem(String type, byte[] bytes) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(type, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes), type);
  }
}
