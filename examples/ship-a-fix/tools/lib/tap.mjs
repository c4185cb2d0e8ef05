// Reads what a tape test file prints (the Test Anything Protocol, version 13).

/** Returns { passed, failures: [{ name, expected, actual }], finished }. */
export function readTap(text) {
  const lines = text.split('\n')
  const failures = []
  let test = ''
  let passed = 0
  let planned
  lines.forEach((line, at) => {
    const plan = /^1\.\.(\d+)/.exec(line)
    const assertion = /^(not )?ok \d+ ?(.*)$/.exec(line)
    if (plan) planned = Number(plan[1])
    else if (line.startsWith('# ')) test = line.slice(2)
    else if (assertion?.[1]) failures.push({ name: `${test}: ${assertion[2]}`, ...diagnosis(lines, at + 1) })
    else if (assertion) passed += 1
  })
  // The plan comes last. Without it, or with fewer results than planned, the file stopped midway.
  return {
    passed,
    failures,
    finished: planned !== undefined && planned > 0 && planned === passed + failures.length,
  }
}

function diagnosis(lines, start) {
  if (lines[start]?.trim() !== '---') return { expected: '', actual: '' }
  const end = lines.indexOf('  ...', start)
  const block = lines.slice(start + 1, end === -1 ? undefined : end)
  return { expected: member(block, 'expected'), actual: member(block, 'actual') }
}

// A value stands behind its name, or, after the mark |-, on the deeper lines below it.
function member(block, name) {
  const at = block.findIndex((line) => line.startsWith(`    ${name}:`))
  if (at === -1) return ''
  const value = block[at].slice(name.length + 5).trim()
  if (value !== '|-') return value
  const below = block.slice(at + 1)
  const end = below.findIndex((line) => !line.startsWith('      '))
  return below
    .slice(0, end === -1 ? undefined : end)
    .map((line) => line.slice(6))
    .join('\n')
}
