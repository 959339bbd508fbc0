package ai.matih.pipelines.identity;

import java.util.Set;

/**
 * Who asks: the subject of a verified token, its tenant, roles and permission texts. Wildcards are
 * checked exact, resource, action, global (reference 12.2).
 */
public record Principal(
    TenantId tenant, String subject, Set<String> roles, Set<String> permissions) {

  public Principal {
    roles = Set.copyOf(roles);
    permissions = Set.copyOf(permissions);
  }

  /** True if one of the permission texts covers {@code wanted}. */
  public boolean may(Permission wanted) {
    String text = wanted.wire();
    int colon = text.indexOf(':');
    return permissions.contains(text)
        || permissions.contains("*")
        || permissions.contains("admin")
        || (colon > 0
            && (permissions.contains(text.substring(0, colon) + ":*")
                || permissions.contains("*" + text.substring(colon))));
  }
}
