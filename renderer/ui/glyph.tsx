import type { NodeState } from '../canvas/view-model.ts'

interface GlyphProps {
  readonly state: NodeState
  readonly size?: number
}

/** State glyphs on a 12 × 12 grid: shape tells the state, colour only repeats it. */
export function StateGlyph({ state, size = 12 }: GlyphProps) {
  return (
    <svg viewBox="0 0 12 12" width={size} height={size} aria-hidden="true" className={`glyph glyph-${state}`}>
      <GlyphShape state={state} />
    </svg>
  )
}

/** The glyph alone, to be set into a larger drawing. */
export function GlyphShape({ state }: { readonly state: NodeState }) {
  switch (state) {
    case 'idle':
      return <circle cx="6" cy="6" r="4.2" fill="none" stroke="currentColor" strokeWidth="1.5" />
    case 'running':
      return (
        <>
          <circle
            className="glyph-turns"
            cx="6"
            cy="6"
            r="4.4"
            fill="none"
            stroke="currentColor"
            strokeWidth="1.6"
            strokeDasharray="19 30"
            transform="rotate(-90 6 6)"
          />
          <circle cx="6" cy="6" r="1.7" fill="currentColor" />
        </>
      )
    case 'streaming':
      return (
        <>
          <path d="M1.5 3h9M1.5 6h6M1.5 9h3" stroke="currentColor" strokeWidth="1.6" />
          <rect x="6" y="7.6" width="2.6" height="3" fill="currentColor" />
        </>
      )
    case 'waiting':
      return (
        <>
          <circle cx="6" cy="3.4" r="2.3" fill="currentColor" />
          <path d="M1.4 11c0-2.9 2-4.4 4.6-4.4s4.6 1.5 4.6 4.4z" fill="currentColor" />
        </>
      )
    default:
      return <TroubleShape state={state} />
  }
}

function TroubleShape({ state }: { readonly state: NodeState }) {
  switch (state) {
    case 'suspected':
      return (
        <>
          <circle
            cx="6"
            cy="6"
            r="4.8"
            fill="none"
            stroke="currentColor"
            strokeWidth="1.4"
            strokeDasharray="1.6 1.42"
          />
          <path
            d="M4.6 4.9c0-.9.6-1.4 1.4-1.4s1.4.5 1.4 1.3c0 1-1.4 1-1.4 2"
            fill="none"
            stroke="currentColor"
            strokeWidth="1.2"
          />
          <circle cx="6" cy="8.3" r=".75" fill="currentColor" />
        </>
      )
    case 'retrying':
      return (
        <>
          <path d="M9.9 4.2A4.4 4.4 0 1 0 10.4 6.6" fill="none" stroke="currentColor" strokeWidth="1.6" />
          <path d="M10.8 1.2v3.6H7.2z" fill="currentColor" />
        </>
      )
    case 'failed':
      return (
        <>
          <path d="M3.8.8h4.4l3 3v4.4l-3 3H3.8l-3-3V3.8z" fill="currentColor" />
          <path d="M4 4l4 4M8 4l-4 4" stroke="var(--raised)" strokeWidth="1.5" />
        </>
      )
    case 'doubt':
      return (
        <>
          <path d="M6 .8L11.2 6 6 11.2.8 6z" fill="none" stroke="currentColor" strokeWidth="1.4" />
          <path d="M6 .8L6 11.2.8 6z" fill="currentColor" />
        </>
      )
    case 'done':
      return (
        <>
          <circle cx="6" cy="6" r="5.2" fill="currentColor" />
          <path d="M3.5 6.2l1.8 1.7 3.2-3.6" stroke="var(--raised)" strokeWidth="1.5" fill="none" />
        </>
      )
    case 'skipped':
      return (
        <path d="M2 2.5L5.5 6 2 9.5M6 2.5L9.5 6 6 9.5" fill="none" stroke="currentColor" strokeWidth="1.4" />
      )
    default:
      return <PolicyShape state={state} />
  }
}

/** What a policy does: waiting for room, an open switch, a start anew, a way back. */
function PolicyShape({ state }: { readonly state: NodeState }) {
  switch (state) {
    case 'held':
      return (
        <path d="M2.6 1.4h6.8L6 6l3.4 4.6H2.6L6 6z" fill="none" stroke="currentColor" strokeWidth="1.4" />
      )
    case 'open':
      return (
        <>
          <path d="M.6 8.6h1.6M9.8 8.6h1.6M3 8.2L8.6 3" fill="none" stroke="currentColor" strokeWidth="1.5" />
          <circle cx="2.9" cy="8.6" r="1.3" fill="currentColor" />
          <circle cx="9.1" cy="8.6" r="1.3" fill="currentColor" />
        </>
      )
    case 'restarting':
      return (
        <>
          <path d="M3.6 2.7a4.4 4.4 0 1 0 4.8 0" fill="none" stroke="currentColor" strokeWidth="1.6" />
          <path d="M6 .6v5" stroke="currentColor" strokeWidth="1.6" />
        </>
      )
    case 'undoing':
      return (
        <path
          d="M4.4 1.2L1.6 4l2.8 2.8M1.8 4h5.4a3.2 3.2 0 0 1 0 6.4H4"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
        />
      )
    default:
      return null
  }
}
