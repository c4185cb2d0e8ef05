import { createContext } from 'react'
import type { Drawing } from './drawing/drawing.ts'

/** The drawing that the canvas shows, for the parts that need more of it than their own piece. */
export const DrawingContext = createContext<Drawing | null>(null)
