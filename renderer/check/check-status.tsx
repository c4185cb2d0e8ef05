import { useChecking } from './checking.ts'

/** What the last check came to, in the status bar: the coverage word never far from the verdict. */
export function CheckStatus() {
  const result = useChecking((state) => state.result)
  if (result === null) return null
  const { violated, states, coverage, seconds } = result
  const sure = coverage !== 'partial' && coverage !== 'sampled'
  const none = sure ? 'nothing broken' : 'nothing broken so far'
  const broken = violated.length === 1 ? '1 property broken' : `${violated.length} properties broken`
  return (
    <>
      <span>{violated.length === 0 ? none : broken}</span>
      <span>{`${states.toLocaleString('en')} states`}</span>
      <span>{coverage}</span>
      <span>{`checked in ${seconds < 0.1 ? 'under 0.1' : seconds.toFixed(1)} s`}</span>
    </>
  )
}
