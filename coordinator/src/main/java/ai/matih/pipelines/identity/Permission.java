package ai.matih.pipelines.identity;

/**
 * What a principal may be allowed to do; {@code wire} is the text in a token (design section 9).
 */
public enum Permission {
  PIPELINES_READ("pipelines:read"),
  PIPELINES_WRITE("pipelines:write"),
  PIPELINES_EXECUTE("pipelines:execute"),
  PIPELINES_APPROVE("pipelines:approve"),
  PIPELINES_DELETE("pipelines:delete"),
  PIPELINES_ABANDON("pipelines:abandon"),
  PIPELINES_OVERRIDE_BUDGET("pipelines:override-budget"),
  CONNECTIONS_READ("connections:read"),
  CONNECTIONS_WRITE("connections:write"),
  ENGINES_READ("engines:read"),
  ENGINES_WRITE("engines:write"),
  AUDIT_READ("audit:read"),
  ADMIN("admin");

  private final String wire;

  Permission(String wire) {
    this.wire = wire;
  }

  /** The {@code resource:action} text. */
  public String wire() {
    return wire;
  }
}
