/** Variables of tenants, with their history; owns the table {@code variable_revision}. */
package ai.matih.pipelines.persistence.variable;
