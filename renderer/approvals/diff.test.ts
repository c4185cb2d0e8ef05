import fc from 'fast-check'
import { expect, it } from 'vitest'
import { diffRows } from './diff.ts'

const PATCH = `diff --git a/index.js b/index.js
index 1..2 100644
--- a/index.js
+++ b/index.js
@@ -72,3 +72,3 @@ function setKey
   var key = keys[i];
-  if (key === '__proto__') return;
+  if (isConstructorOrProto(o, key)) return;
   if (o[key] === undefined) o[key] = {};
@@ -244,0 +245,2 @@
+function isConstructorOrProto () {
+}
\\ No newline at end of file
`

it('numbers both sides and says how much is left out', () => {
  expect(diffRows(PATCH)).toEqual([
    { type: 'gap', lines: 71 },
    { type: 'same', before: 72, after: 72, text: '  var key = keys[i];' },
    { type: 'del', before: 73, after: null, text: "  if (key === '__proto__') return;" },
    { type: 'add', before: null, after: 73, text: '  if (isConstructorOrProto(o, key)) return;' },
    { type: 'same', before: 74, after: 74, text: '  if (o[key] === undefined) o[key] = {};' },
    { type: 'gap', lines: 170 },
    { type: 'add', before: null, after: 245, text: 'function isConstructorOrProto () {' },
    { type: 'add', before: null, after: 246, text: '}' },
    { type: 'note', text: 'No newline at end of file' },
  ])
})

it('shows a new file and a binary one', () => {
  const added =
    'diff --git a/t.js b/t.js\nnew file mode 100644\n--- /dev/null\n+++ b/t.js\n@@ -0,0 +1 @@\n+x\n'
  expect(diffRows(added)).toEqual([
    { type: 'note', text: 'new file mode 100644' },
    { type: 'add', before: null, after: 1, text: 'x' },
  ])
  expect(diffRows('Binary files a/x and b/x differ')).toMatchObject([{ type: 'note' }])
})

it('leaves out no line of a hunk, whatever the lines look like', () => {
  const line = fc.tuple(
    fc.constantFrom('+', '-', ' '),
    fc.string({ maxLength: 8 }).map((text) => text.replaceAll('\n', '')),
  )
  fc.assert(
    fc.property(fc.array(line, { minLength: 1 }), (lines) => {
      const patch = `@@ -1,9 +1,9 @@\n${lines.map(([sign, text]) => sign + text).join('\n')}\n`
      const rows = diffRows(patch)
      expect(rows.map((row) => (row.type === 'gap' ? '' : row.text))).toEqual(lines.map(([, text]) => text))
    }),
  )
})
