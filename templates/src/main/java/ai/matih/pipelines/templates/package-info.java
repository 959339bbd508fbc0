/** Definitions to start from. They are read and checked like any other: a template is no code. */
package ai.matih.pipelines.templates;
