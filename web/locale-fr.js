// What the dialog says in French. The spaces before ? and : are no-break spaces.
/** @type {import('./locale.js').Texts} */
export default {
  warningTitle: 'Êtes-vous toujours là\u00a0?',
  warningBody: 'Aucune activité depuis un moment. Pour votre sécurité, votre session va bientôt prendre fin.',
  secondsLeft: {
    one: 'Votre session prend fin dans {n} seconde.',
    many: 'Votre session prend fin dans {n} de secondes.',
    other: 'Votre session prend fin dans {n} secondes.',
  },
  minutesLeft: {
    one: 'Votre session prend fin dans {n} minute.',
    many: 'Votre session prend fin dans {n} de minutes.',
    other: 'Votre session prend fin dans {n} minutes.',
  },

  lastWarningTitle: 'Votre session va bientôt prendre fin',
  lastWarningBody: 'Elle ne peut se poursuivre qu’après une nouvelle connexion. Enregistrez d’abord votre travail.',
  lastWarningBar: 'Votre session va bientôt prendre fin. Enregistrez votre travail, puis reconnectez-vous.',
  absoluteBody: 'Pour votre sécurité, vous devez vous reconnecter de temps en temps. Enregistrez d’abord votre travail.',

  idleTitle: 'Votre session a peut-être expiré',
  idleBody: 'Connectez-vous pour continuer.',
  idleBar: 'Votre session a peut-être expiré. Connectez-vous pour continuer.',

  endedTitle: 'Votre session a expiré',
  endedBody: 'Connectez-vous pour continuer.',
  endedAbsoluteBody: 'Pour votre sécurité, vous devez vous reconnecter de temps en temps.',
  endedBar: 'Votre session a expiré. Connectez-vous pour continuer.',

  userChangedTitle: 'Une autre personne s’est connectée',
  userChangedBody: 'Une autre personne s’est connectée avec ce navigateur. Rechargez la page pour continuer.',

  barTitle: 'Session',
  sessionGoesOn: 'Votre session se poursuit.',
  askingHint: 'Vérification auprès du service de connexion.',

  errorOffline: 'Vous êtes hors ligne. Vérifiez votre connexion.',
  errorUnreachable: 'Le service de connexion est injoignable.',
  errorServer: 'Le service de connexion rencontre un problème.',
  errorTimeout: 'Le service de connexion a mis trop de temps à répondre.',
  errorLock: 'Un autre onglet de cette page utilise encore votre session.',
  errorNeedsLogin: 'Le service de connexion vous demande de vous reconnecter.',
  errorOther: 'L’opération a échoué.',

  continueLabel: 'Continuer',
  askingLabel: 'Vérification…',
  tryAgainLabel: 'Réessayer',
  logOutLabel: 'Se déconnecter',
  logInLabel: 'Se connecter',
  notNowLabel: 'Pas maintenant',
  reloadLabel: 'Recharger',

  crashedBar: 'Cette page a perdu la trace de votre session.',
  fallbackLabel: 'Continuer',

  timeoutIdle: 'Pour votre sécurité, votre session prend fin après {time} sans activité.',
  timeoutFixed: 'Pour votre sécurité, votre session prend fin au bout de {time}, sauf si vous choisissez de la prolonger.',
  timeoutAbsolute: 'Vous devez vous reconnecter au plus tard {time} après votre dernière connexion.',
  timeoutLoss: 'Ce que vous n’aurez pas enregistré d’ici là risque d’être perdu.',
}
