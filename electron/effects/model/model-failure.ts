/** A model step that did not come off, as the journal keeps it. The message is for people and holds no secret. */
export class ModelFailure extends Error {
  override readonly name = 'ModelFailure'
  readonly code: string
  readonly retryable: boolean
  /** `no`: nothing was asked of the model. A step that may have run has cost what it cost. */
  readonly happened: 'no' | 'unknown'
  constructor(
    code: string,
    message: string,
    options: { readonly retryable: boolean; readonly happened: 'no' | 'unknown' },
  ) {
    super(message)
    this.code = code
    this.retryable = options.retryable
    this.happened = options.happened
  }
}

/** Wrong before anything was asked, and wrong again at another attempt. */
export function refused(code: string, message: string): ModelFailure {
  return new ModelFailure(code, message, { retryable: false, happened: 'no' })
}
