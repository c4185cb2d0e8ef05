import type { AskView, RunSummary } from '../../shared/api/contract.ts'
import { actorAt, type Plan } from '../../shared/topology/plan.ts'
import type { Work } from '../../shared/trace/testing/driver.ts'
import { digestLike } from '../../shared/trace/testing/payload-shelf.ts'

const INDEX_PATCH = `diff --git a/index.js b/index.js
--- a/index.js
+++ b/index.js
@@ -72,3 +72,3 @@ function setKey (obj, keys, value) {
         var key = keys[i];
-        if (key === '__proto__') return;
+        if (isConstructorOrProto(o, key)) return;
         if (o[key] === undefined) o[key] = {};
@@ -81,2 +81,2 @@
     var key = keys[keys.length - 1];
-    if (key === '__proto__') return;
+    if (isConstructorOrProto(o, key)) return;
@@ -244,0 +245,5 @@
+function isConstructorOrProto (obj, key) {
+    return key === 'constructor'
+        && typeof obj[key] === 'function'
+        || key === '__proto__';
+}
`

const TEST_PATCH = `diff --git a/test/proto.js b/test/proto.js
--- a/test/proto.js
+++ b/test/proto.js
@@ -45,0 +46,6 @@
+test('pollution (constructor function)', function (t) {
+    var argv = parse(['--constructor.a=x']);
+    t.equal(Object.a, undefined);
+    t.equal(argv.a, undefined);
+    t.end();
+});
`

function base(
  summary: RunSummary,
  work: Work,
  plan: Plan,
  at: number,
): Omit<AskView, 'shown' | 'type' | 'question' | 'probe' | 'answers'> {
  return {
    ...{ run: summary.run, runName: summary.name, ask: work.effect, node: work.node },
    ...{ nodeName: actorAt(plan, work.component).name, askedAt: at, decision: null },
    digest: digestLike(work.effect + summary.run),
    ...{ deadline: null, tally: null, votes: [], content: null },
  }
}

/** What the preview's gate shows. */
export function askViewOf(summary: RunSummary, work: Work, plan: Plan, at: number): AskView {
  return {
    ...base(summary, work, plan, at),
    type: 'gate',
    answers: ['approve', 'edit', 'revise', 'reject', 'reassign'],
    question: 'Deploy this change?',
    probe: null,
    shown: {
      command: {
        ...{ argv: ['git', 'push', 'origin', 'fix/setkey:main'], node: 'Deploy', class: 'once' },
        cwd: '/trees/fixer',
      },
      diff: [
        { file: 'index.js', added: 7, removed: 2, patch: INDEX_PATCH },
        { file: 'test/proto.js', added: 6, removed: 0, patch: TEST_PATCH },
      ],
      fromCommit: '3f2a9d1c04e2b8a1f6d7',
      toCommit: 'c81d07e95b3f1a2c4d6e',
      evidence: [
        { title: 'report', body: JSON.stringify({ tests: 21, passed: 21, failed: 0, seconds: 3.4 }) },
      ],
    },
  }
}

export function doubtViewOf(summary: RunSummary, work: Work, plan: Plan, at: number): AskView {
  const command = {
    argv: ['git', 'push', 'origin', 'fix/setkey:main'],
    node: 'Deploy',
    class: 'once',
    cwd: '/trees/fixer',
  }
  return {
    ...base(summary, work, plan, at),
    type: 'doubt',
    answers: ['happened', 'not-happened', 'failed'],
    question: 'Did the command of Deploy happen?',
    probe: 'The remote does not answer, so it is not known whether it holds c81d07e.',
    shown: {
      command,
      diff: [],
      fromCommit: '3f2a9d1c04e2b8a1f6d7',
      toCommit: 'c81d07e95b3f1a2c4d6e',
      evidence: [],
    },
  }
}
