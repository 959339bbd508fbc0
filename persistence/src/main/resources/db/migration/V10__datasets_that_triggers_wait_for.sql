-- Who wants to be told of new versions of which datasets; written by the reader of the journal that tells them.
CREATE TABLE dataset_interest (
  pipeline_id text NOT NULL,
  dataset text NOT NULL,
  tenant_id text NOT NULL,
  PRIMARY KEY (pipeline_id, dataset)
);
