/** What runs cost. Prices are configuration; amounts are computed here and nowhere else. */
package ai.matih.pipelines.cost;
