/**
 * What fields alone cannot say: rules between the parts of a definition, one a class. Rules look at
 * a {@link ai.matih.pipelines.definition.validation.Draft}, which may lack whatever could not be
 * read, and report every problem they see.
 */
package ai.matih.pipelines.definition.validation;
