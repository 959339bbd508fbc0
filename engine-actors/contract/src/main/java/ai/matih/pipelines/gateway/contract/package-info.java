/**
 * Suites that every engine adapter and every lease store is held to, as JUnit classes to extend,
 * with the stand-ins they need. For tests only.
 */
package ai.matih.pipelines.gateway.contract;
