function restore() {
  const form = noteForm()
  const draft = kept.get(location.pathname)
  if (!form || !draft) return
  const { body, author } = read(form)
  if (body === field(form, 'body')?.defaultValue && !document.querySelector('main .resume')) {
    if (body.trim() === draft.body.trim() && author === draft.author) return kept.drop(draft)
    putInto(form, draft)
    say(fill(words.saved, moment(draft.at)))
  }
  own.isListed = true
  showKept()
}

function forgetName() {
  keepTyped()
  const draft = kept.get(location.pathname)
  if (draft) kept.put({ ...draft, author: '' })
}

if (document.querySelector('[data-status=withdrawn]')) kept.drop({ key: location.pathname })
restore()
document.addEventListener('submit', ({ submitter }) => {
  if (submitter instanceof HTMLButtonElement && submitter.value === 'anonymise') forgetName()
})
