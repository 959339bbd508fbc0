package ai.matih.pipelines.http.cli;

/** Documents as the API gives them. */
final class Answers {
  static final String RUN = "exec-0123456789abcdefghjkmnpqrs";
  static final String PIPELINE = "pipeline-0123456789abcdefghjkmnpqrs";
  static final String EXECUTION = "/v1/pipelines/executions/" + RUN;

  private Answers() {}

  static String pipeline() {
    return """
        {"pipelineId":"%s","name":"sales","version":"1","tags":["a"],"status":"ACTIVE",
         "revision":3,"hash":"3f9c12ab00000000","engine":"embedded",
         "createdAt":"2026-01-01T00:00:00Z","updatedAt":"2026-01-02T00:00:00Z",
         "schedule":{"cron":"0 6 * * *","timezone":"UTC","overlap":"skip","generation":1,
          "driven":true,"next":["2026-01-03T06:00:00Z","2026-01-04T06:00:00Z"],"lateMs":0,
          "waitingCount":0,"waiting":[],"skipped":[]},
         "definition":{"orchestration":{"schedule":"0 6 * * *"}},"blockers":[],"warnings":[],
         "added_later":1}
        """
        .formatted(PIPELINE);
  }

  static String pageOf(String... elements) {
    return """
        {"data":[%s],"pagination":{"page":0,"size":20,"totalElements":%d,"totalPages":1,
         "hasNext":false}}
        """
        .formatted(String.join(",", elements), elements.length);
  }

  static String started() {
    return """
        {"executionId":"%s","pipelineId":"%s","revision":3,"status":"QUEUED","engine":"embedded",
         "estimatedDurationMs":1000,"submittedAt":"2026-01-01T00:00:00Z"}
        """
        .formatted(RUN, PIPELINE);
  }

  static String running() {
    return execution("RUNNING", "", "");
  }

  static String succeeded() {
    return execution("SUCCEEDED", ",\"endedAt\":\"2026-01-01T00:00:02Z\"", "");
  }

  static String failed(String failureClass) {
    return execution(
        "FAILED",
        ",\"endedAt\":\"2026-01-01T00:00:02Z\"",
        """
        ,"failure":{"failureClass":"%s","code":"SQL_REFUSED",
         "message":"Binder Error: column x\\nLINE 1: select x","remedy":"Correct the statement.",
         "step":"transform delays","retryable":false}
        """
            .formatted(failureClass));
  }

  private static String execution(String status, String end, String failure) {
    return """
        {"executionId":"%s","pipelineId":"%s","pipelineName":"sales","revision":3,"status":"%s",
         "statusMeaning":"its engine runs it","engine":"embedded","priority":"NORMAL",
         "progress":{"totalTasks":2,"completedTasks":1,"percentage":50},
         "metrics":{"rowsProcessed":27004,"bytesProcessed":900000,"rowsWritten":481,
          "bytesWritten":100,"cpuMs":1,"elapsedMs":1300},
         "cost":{"estimated":0.0001,"actual":0.00012,"currency":"USD","basis":"FILE_STATISTICS"},
         "qualityScore":0.978,
         "stages":[{"name":"s1","engine":"embedded","instance":"embedded","attempts":[{"attemptId":
          "%s/s1/1","number":1,"state":"RUNNING"}]}],
         "gates":[],"parameters":{},"rootExecutionId":"%s","startedBy":"developer",
         "submittedAt":"2026-01-01T00:00:00Z","committed":[]%s%s}
        """
        .formatted(RUN, PIPELINE, status, RUN, RUN, end, failure);
  }

  static String steps() {
    return """
        {"data":[
         {"name":"extract flights","verb":"extract","stage":"s1","status":"SUCCEEDED","after":[],
          "durationMs":400,"rowsIn":27004,"rowsOut":27004,"bytesIn":900000,"bytesOut":1},
         {"name":"check arrival_known","verb":"check","stage":"s1","status":"SUCCEEDED","after":[],
          "durationMs":10,"rowsIn":27004,"rowsOut":0,"bytesIn":0,"bytesOut":0,
          "quality":{"check":"arrival_known","dataset":"extract flights","passed":false,
           "failing":606,"checked":27004,"limit":"1 %","score":0.9776,"onFail":"warn"}},
         {"name":"load postgres","verb":"load","stage":"s1","status":"RUNNING","after":[],
          "rowsIn":0,"rowsOut":0,"bytesIn":0,"bytesOut":0}]}
        """;
  }

  /** A definition whose {@code transform delays} is in line 5. */
  static String definition() {
    return """
        metadata: {name: sales, version: "1"}
        sources:
          s: {type: jdbc, connection: SALES_DB, table: t}
        transformations:
          - {name: delays, type: filter, input: s, condition: "a = 1"}
        sinks:
          k: {type: jdbc, connection: SALES_DB, table: u, mode: append, input: delays}
        """;
  }

  static String connection() {
    return "{\"name\":\"DB\",\"type\":\"local\",\"revision\":1,\"options\":{},\"secrets\":{}}";
  }

  static String blockedPlan() {
    return """
        {"name":"sales","stages":[],"diff":[],"problems":[],"warnings":[],
         "engine":{"chosen":"embedded","candidates":[]},
         "estimate":{"durationMs":0,"cost":0,"currency":"USD","basis":"UNKNOWN"},
         "blockers":[{"code":"connection_missing","subject":"connection SALES_DB",
          "message":"not there","remedy":"matih connections apply FILE"}]}
        """;
  }

  static String refusedParameter() {
    return """
        {"success":false,"error":{"code":"VALIDATION_FAILED","category":"VALIDATION_ERROR",
         "message":"The run has no step 'x'.","details":{"problems":[{"code":"unknown_step",
          "severity":"ERROR","path":"from","line":0,"column":0,
          "message":"The run has no step 'x'.","remedy":"Give one of them."}]}},
         "metadata":{"requestId":"r-1"}}
        """;
  }

  static String refused(int problemLine) {
    return """
        {"success":false,"error":{"code":"VALIDATION_FAILED","category":"VALIDATION_ERROR",
         "message":"The definition has problems.","details":{"problems":[{"code":"unknown_field",
          "severity":"ERROR","path":"sinks.x.tabel","line":%d,"column":5,
          "message":"unknown field tabel","remedy":"Did you mean table?"}],
          "remedy":"Correct every problem."}},"metadata":{"requestId":"r-1"}}
        """
        .formatted(problemLine);
  }

  static String blocked() {
    return """
        {"success":false,"error":{"code":"CONFLICT","category":"CLIENT_ERROR",
         "message":"The pipeline is blocked: something is missing.","details":{"reason":"BLOCKED",
          "blockers":[{"code":"CONNECTION_MISSING","subject":"connection SALES_DB",
           "message":"not there","remedy":"matih connections apply -f FILE"}]}}}
        """;
  }

  /** What a stream of a run sends at its end. */
  static String events() {
    return ": hello\n\nid: 7\nevent: StepEnded\ndata: {}\n\nevent: end\ndata: {}\n\n";
  }
}
