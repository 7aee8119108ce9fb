/** « de Naïg », « d’Enora »: an h says nothing of whether it is mute, so it keeps its « de ». A name may come isolated. */
export function of(name: string): string {
  return /^\u2068?(?:[aeiouœæ]|y(?![aeiou]))/i.test(name.normalize('NFD')) ? `d’${name}` : `de ${name}`
}
