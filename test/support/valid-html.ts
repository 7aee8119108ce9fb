import { HtmlValidate } from 'html-validate'

/**
 * The HTML standard's rules, by a validator that is not ours. Left out: matters of taste (how void elements and the
 * doctype are written, how long a title is), and what axe judges better in a real browser.
 */
const validator = new HtmlValidate({
  extends: ['html-validate:standard', 'html-validate:document'],
  rules: {
    'void-style': 'off',
    'doctype-style': 'off',
    'long-title': 'off',
    'attribute-boolean-style': 'off',
    'attribute-empty-style': 'off',
    'no-trailing-whitespace': 'off',
    // Scripts are our own files, from our own host.
    'require-sri': 'off',
    // A form's summary of faults has its heading above the page's own, so that it is read first.
    'heading-level': ['error', { minInitialRank: 'any' }],
  },
})

/** What is wrong with a whole document, each as `rule: message (line:column)`. */
export async function faultsOfHtml(html: string): Promise<string[]> {
  const { results } = await validator.validateString(html)
  return results.flatMap(({ messages }) =>
    messages.map(({ ruleId, message, line, column }) => `${ruleId}: ${message} (${line}:${column})`),
  )
}
