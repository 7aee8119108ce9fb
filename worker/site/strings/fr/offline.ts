export const offline = {
  title: 'Hors connexion',
  intro:
    'Le réseau manque souvent là où l’on se retrouve. Si vous le demandez, ce navigateur garde une copie des pages et du formulaire ; une note écrite sans réseau part quand il revient.',
  what: 'Ce qui est gardé',
  whatHint:
    'Avec le réseau, vous lisez toujours la page à jour. Sans lui, ou s’il met plus de trois secondes, vous lisez la copie, qui dit de quelle heure elle date. Votre page de suivi et la modération ne sont jamais gardées.',
  pages: (count: number, weight: string, hasImages: boolean) =>
    `Les ${count} pages du site${hasImages ? ', sans leurs images' : ''}, environ ${weight} ko`,
  programme: 'Le programme, jour par jour',
  form: 'Le formulaire, pour toutes les séances',
  here: 'Garder une copie',
  withProgramme: { on: 'Garder le programme hors connexion', isOn: 'Le programme est gardé sur cet appareil.' },
  withoutProgramme: { on: 'Garder ces pages hors connexion', isOn: 'Ces pages sont gardées sur cet appareil.' },
  again: 'Mettre les copies à jour',
  offButton: 'Ne plus rien garder',
  without:
    'Garder des copies demande JavaScript, que ce navigateur n’exécute pas. Sans lui, tout le site se lit et s’écrit tant qu’il y a du réseau ; une page déjà ouverte peut s’enregistrer ou s’imprimer depuis le menu du navigateur.',
  drafts:
    'Les brouillons et les notes qui attendent le réseau, s’il y en a sur cet appareil, sont montrés sous le titre.',
  /** What the script says. */
  script: {
    notice: 'Le réseau ne répond pas : copie gardée le {day} à {hour}.',
    keeping: 'Copie en cours…',
    progress: 'Copie en cours : {done} pages sur {total}…',
    keptAll: '{kept} pages sont gardées, à {hour}.',
    keptPart:
      '{kept} pages sont gardées, à {hour} ; {missing} n’ont pas pu l’être : réessayez quand le réseau est meilleur, ou faites de la place sur l’appareil.',
    off: 'Plus rien n’est gardé.',
    failed: 'Cela n’a pas marché : réessayez quand le réseau est meilleur.',
    impossible: 'Ce navigateur ne sait pas garder de pages hors connexion.',
  },
}
