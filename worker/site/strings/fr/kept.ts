export const kept = {
  title: 'Pas encore envoyé',
  notice:
    'Le site a un souci, la faute est de notre côté. Votre texte est ici, rien n’est perdu : réessayez dans un instant.',
  text: 'Votre texte',
}
