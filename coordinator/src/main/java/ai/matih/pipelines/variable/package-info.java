/** Variables of a tenant: what {@code ${NAME}} in its definitions stands for. */
package ai.matih.pipelines.variable;
