import { inEachLanguage } from '../../site/strings'
import { en } from './en'
import { fr } from './fr'

export type ApiWords = typeof fr

export const apiWordsFor = inEachLanguage<ApiWords>(fr, en)
