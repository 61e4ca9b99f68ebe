/** A start that cannot go on, with a sentence the operator understands; shown without a stack trace. */
export class StartFailure extends Error {}
