import { z } from 'zod'
import type { Lesson } from '../lessons/lesson.ts'

/**
 * How a window teaches: `lesson.open` gives a working copy, which is opened, saved and checked like any drawing, with
 * the lesson's settings; then `lesson.judge` is asked with that check's id.
 */
const lessonId = z.object({ id: z.string() })

export const lessonMethods = {
  'lesson.list': {
    params: z.object({}),
    result: z.object({
      lessons: z.array(
        z.object({
          id: z.string(),
          order: z.number(),
          title: z.string(),
          topic: z.string(),
          minutes: z.number(),
          passed: z.boolean(),
          /** There is a working copy of it. */
          started: z.boolean(),
        }),
      ),
    }),
  },
  /** The working copy, made from the broken drawing where there is none, or `again`. */
  'lesson.open': {
    params: lessonId.extend({ again: z.boolean().optional() }),
    result: z.object({ path: z.string(), lesson: z.custom<Lesson>(), passed: z.boolean() }),
  },
  /** `check` is one of the working copy that has ended. A lesson that was passed once stays so. */
  'lesson.judge': {
    params: lessonId.extend({ check: z.string() }),
    result: z.object({
      passed: z.boolean(),
      /** What is missing, a sentence each. */
      left: z.array(z.string()),
    }),
  },
  /** One way to repair it, to look at. */
  'lesson.solution': { params: lessonId, result: z.object({ path: z.string() }) },
} as const
