/**
 * For entities/decode in htmlparser2: numbers (`&#233;`) and the five names that escaping needs. The other names of
 * HTML are signs already when they come there (site/note-markdown.ts); the list of all two thousand weighs 14 kB.
 */
export {
  DecodingMode,
  EntityDecoder,
  xmlDecodeTree as htmlDecodeTree,
  xmlDecodeTree,
} from '../../node_modules/entities/dist/decode.js'
