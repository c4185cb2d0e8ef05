/** An inspector form as data: the kinds describe it, the renderer draws it. */
export type FormField =
  | {
      readonly type: 'text' | 'code' | 'longtext'
      readonly key: string
      readonly label: string
      readonly hint?: string
      readonly language?: 'json' | 'jsonata'
    }
  | {
      readonly type: 'number'
      readonly key: string
      readonly label: string
      readonly hint?: string
      readonly min?: number
      readonly max?: number
      readonly unit?: string
    }
  | {
      readonly type: 'choice'
      readonly key: string
      readonly label: string
      readonly hint?: string
      readonly options: readonly FormOption[]
    }
  | { readonly type: 'switch'; readonly key: string; readonly label: string; readonly hint?: string }
  /** One of the drawing's own topologies, or a new one. */
  | { readonly type: 'topology'; readonly key: string; readonly label: string; readonly hint?: string }
  /** A list of strings, one a row (an argument array). */
  | {
      readonly type: 'list'
      readonly key: string
      readonly label: string
      readonly hint?: string
      readonly item: string
    }
  /** How many people, or who by name. */
  | {
      readonly type: 'people'
      readonly key: string
      readonly label: string
      readonly hint?: string
      readonly max: number
    }
  /** A list of records, each edited by its own small form. */
  | {
      readonly type: 'records'
      readonly key: string
      readonly label: string
      readonly hint?: string
      readonly item: string
      readonly fields: readonly FormField[]
    }
  /** Any JSON value, edited as text and checked by the schema. */
  | { readonly type: 'json'; readonly key: string; readonly label: string; readonly hint?: string }

export interface FormOption {
  readonly value: string
  readonly label: string
}

export interface FormSection {
  readonly title: string
  readonly fields: readonly FormField[]
}

export type Form = readonly FormSection[]
