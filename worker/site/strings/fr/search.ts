export const search = {
  title: 'Recherche',
  titleFor: (query: string) => `Recherche : ${query}`,
  label: 'Mots à chercher dans les pages et les notes',
  submit: 'Chercher',
  hint: 'Les accents, les majuscules et le pluriel ne comptent pas ; le début d’un mot suffit.',
  tooMany:
    'Beaucoup de recherches viennent du même endroit en ce moment : attendez une minute, puis cherchez à nouveau.',
  found: (count: number) => (count > 1 ? `${count} réponses` : '1 réponse'),
  foundFrom: (count: number, from: number, to: number) => `${count} réponses, ici ${from} à ${to}`,
  none: 'Rien ne contient tous ces mots.',
  noneWays: 'Essayez un seul mot, ou le début d’un mot. Sinon, voici d’autres chemins :',
  more: 'Autres réponses',
  previous: 'Réponses précédentes',
  next: 'Réponses suivantes',
  downTitle: 'La recherche est en panne',
  down: 'Les pages et les notes se lisent toujours : voici le plan du site. Réessayez dans une minute.',
}
