package dev.quire;

/** What the process tells its caller, Airflow for example. */
enum ExitCode {
    /** Every page is accounted for. */
    OK(0),
    /** Arguments, configuration or access: nothing was written. */
    USAGE(2),
    /** The run broke off; what has landed stays, the next run goes on from there. */
    BROKEN(3),
    /** A page is missing or there twice: should never happen, please report it. */
    UNBALANCED(4),
    /** More pages failed than spark.quire.max-failed-share allows. */
    TOO_MANY_FAILED(5),
    /** The forecast goes over a cap: nothing was read. */
    REFUSED(6),
    /** Another run writes the same output: nothing was read. */
    HELD(7);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
