import { votesCast, votesOf } from '../../nodes/vote/config.ts'
import type { Analyses } from '../analyses.ts'
import { askAboutDecision, type Ballot, ballotsOf, fitted, votersByModel } from '../ballots.ts'
import { setConfig } from '../edit.ts'
import { elementsOf } from '../elements.ts'
import { nameOf, namesOf } from '../names.ts'
import type { Finding, Fix, HazardRule } from '../rule.ts'

export const misreadMajority: HazardRule = {
  id: 'misread-majority',
  row: 16,
  title: 'Too few against one that misreads',
  level: 'note',
  property: 'valid',
  source: 'Lamport, Shostak and Pease, The Byzantine generals problem, 1982',
  find: (analyses) => ballotsOf(analyses).flatMap((one) => tooFew(analyses, one)),
}

export const commonModeVote: HazardRule = {
  id: 'common-mode-vote',
  row: 17,
  title: 'Voters that fail together',
  level: 'warning',
  property: 'valid',
  source:
    'Kim et al., Correlated errors in large language models, 2025; Knight and Leveson, An experimental evaluation of the assumption of independence in multiversion programming, 1986',
  find: (analyses) => ballotsOf(analyses).flatMap((one) => together(analyses, one)),
}

/** Byzantine agreement of unsigned messages needs 3f + 1; a voter that misreads is one of the f. */
function tooFew(analyses: Analyses, ballot: Ballot): readonly Finding[] {
  const { vertex, config, votes, needed, agents, checked } = ballot
  const voters = [...new Set([...agents.values()].flat())]
  if (voters.length < 2 || checked || (config.faults === 'byzantine' && config.f > 0)) return []
  const name = nameOf(analyses, vertex.index)
  const most = Math.floor((votes - 1) / 3)
  const alone = needed < 2
  return [
    {
      elements: elementsOf(analyses, [vertex.index, ...voters]),
      sentence: alone
        ? `${name} is decided by the first answer, and one of ${namesOf(analyses, voters)} that misreads the task decides as well as any other.`
        : `${name} counts on voters that fall silent at worst, and ${namesOf(analyses, voters)} may misread the task and be wrong with confidence: ${votes} votes survive ${most === 0 ? 'no' : most} wrong ${most === 1 ? 'one' : 'ones'}, as 3f + 1 are needed.`,
      assumption: 'if one voter misreads the task',
      remedy:
        'Put a verifier before the vote, let four or more vote and say that they may be wrong, or let a person see what was decided.',
      ...(alone ? { level: 'warning' as const } : {}),
      fixes: [
        ...(most < 1
          ? []
          : [
              {
                label: `Survive ${most} that ${most === 1 ? 'is' : 'are'} wrong`,
                apply: setConfig(vertex.id, { faults: 'byzantine', f: most, rule: 'majority' }),
              },
            ]),
        ...askAboutDecision(analyses, ballot),
      ],
    },
  ]
}

/** One model that has enough votes to decide is one voter, whatever is drawn. */
function together(analyses: Analyses, ballot: Ballot): readonly Finding[] {
  const { vertex, config, needed, agents, checked } = ballot
  if (checked || config.inputs.length < 2) return []
  const models = votersByModel(analyses, ballot)
  return [...models].flatMap(([model, inputs]): readonly Finding[] => {
    const weight = votesCast(config, inputs)
    if (weight < needed || inputs.length < 2) return []
    const voters = [...new Set(inputs.flatMap((input) => agents.get(input) ?? []))]
    const name = nameOf(analyses, vertex.index)
    return [
      {
        elements: elementsOf(analyses, [vertex.index, ...voters]),
        sentence: `${namesOf(analyses, voters)} are all of the model "${model}" and fail together: what it misreads has ${weight} votes at ${name}, where ${needed} decide.`,
        assumption: 'if that model misreads the task',
        remedy:
          'Let different models vote, count those of one model once, check by something that is no model, or ask a person.',
        fixes: [...countedOnce(ballot, models), ...askAboutDecision(analyses, ballot)],
      },
    ]
  })
}

/** Where two votes or more are left. */
function countedOnce(
  { vertex, config }: Ballot,
  models: ReadonlyMap<string, readonly string[]>,
): readonly Fix[] {
  const named = new Map(
    [...models].flatMap(([model, inputs]) => inputs.map((input) => [input, model] as const)),
  )
  const groups = config.inputs.flatMap((input) => {
    const group = named.get(input) ?? config.groups.find((one) => one.input === input)?.group
    return group === undefined ? [] : [{ input, group: group.slice(0, 64) }]
  })
  if (votesOf({ ...config, groups }) < 2) return []
  return [
    {
      label: 'Count voters of one model once',
      apply: setConfig(vertex.id, fitted({ ...config, groups })),
    },
  ]
}
