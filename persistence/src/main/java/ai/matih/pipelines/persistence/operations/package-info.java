/** What operators did to the system itself; owns the table {@code operator_action}. */
package ai.matih.pipelines.persistence.operations;
