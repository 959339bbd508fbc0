package ai.matih.pipelines.http.api.security;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the documented roles may do here. An unknown role may do nothing. */
final class RolePermissions {
  private static final Set<String> ENGINEER =
      Set.of(
          "pipelines:read",
          "pipelines:write",
          "pipelines:execute",
          "pipelines:approve",
          "pipelines:delete",
          "connections:read",
          "connections:write",
          "engines:read",
          "audit:read");
  private static final Set<String> READER =
      Set.of("pipelines:read", "connections:read", "engines:read");

  private static final Map<String, Set<String>> BY_ROLE =
      Map.of(
          "super_admin", Set.of("*"),
          "tenant_admin", Set.of("connections:*", "engines:*", "audit:read", "pipelines:read"),
          "operator", ENGINEER,
          "data_engineer", ENGINEER,
          "analyst", READER,
          "data_analyst", READER,
          "viewer", READER);

  private RolePermissions() {}

  /** The permission texts of all {@code roles} together; letter case does not matter. */
  static Set<String> of(Collection<String> roles) {
    Set<String> permissions = new TreeSet<>();
    for (String role : roles) {
      permissions.addAll(BY_ROLE.getOrDefault(role.toLowerCase(Locale.ROOT), Set.of()));
    }
    return permissions;
  }
}
