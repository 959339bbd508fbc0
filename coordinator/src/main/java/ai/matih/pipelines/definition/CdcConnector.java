package ai.matih.pipelines.definition;

/** The change capture connector of a database. */
public enum CdcConnector implements WireName {
  POSTGRES("postgres-cdc", "PostgreSQL logical replication."),
  MYSQL("mysql-cdc", "MySQL binlog."),
  SQLSERVER("sqlserver-cdc", "SQL Server change tracking."),
  MONGODB("mongodb-cdc", "MongoDB change streams.");

  private final String wireName;
  private final String meaning;

  CdcConnector(String wireName, String meaning) {
    this.wireName = wireName;
    this.meaning = meaning;
  }

  @Override
  public String wireName() {
    return wireName;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
