// What the dialog says in Japanese, which has one plural form.
/** @type {import('./locale.js').Texts} */
export default {
  warningTitle: '操作を続けますか？',
  warningBody: 'しばらく操作がありませんでした。セキュリティ保護のため、まもなくセッションが終了します。',
  secondsLeft: 'あと{n}秒でセッションが終了します。',
  minutesLeft: 'あと{n}分でセッションが終了します。',

  lastWarningTitle: 'まもなくセッションが終了します',
  lastWarningBody: '続けるには、もう一度ログインする必要があります。先に作業内容を保存してください。',
  lastWarningBar: 'まもなくセッションが終了します。作業内容を保存してから、もう一度ログインしてください。',
  absoluteBody: 'セキュリティ保護のため、定期的にログインし直す必要があります。先に作業内容を保存してください。',

  idleTitle: 'セッションが終了した可能性があります',
  idleBody: '続けるにはログインしてください。',
  idleBar: 'セッションが終了した可能性があります。続けるにはログインしてください。',

  endedTitle: 'セッションが終了しました',
  endedBody: '続けるにはログインしてください。',
  endedAbsoluteBody: 'セキュリティ保護のため、定期的にログインし直す必要があります。',
  endedBar: 'セッションが終了しました。続けるにはログインしてください。',

  userChangedTitle: '別のユーザーがログインしました',
  userChangedBody: 'このブラウザーで別のユーザーがログインしました。続けるにはページを再読み込みしてください。',

  barTitle: 'セッション',
  sessionGoesOn: 'セッションは継続されます。',
  askingHint: 'ログインサービスに確認しています。',

  errorOffline: 'オフラインです。接続を確認してください。',
  errorUnreachable: 'ログインサービスに接続できません。',
  errorServer: 'ログインサービスで問題が発生しています。',
  errorTimeout: 'ログインサービスからの応答に時間がかかりすぎました。',
  errorLock: 'このページの別のタブがまだセッションを処理しています。',
  errorNeedsLogin: 'ログインサービスで、もう一度ログインする必要があります。',
  errorOther: '処理できませんでした。',

  continueLabel: '続ける',
  askingLabel: '確認中…',
  tryAgainLabel: '再試行',
  logOutLabel: 'ログアウト',
  logInLabel: 'ログイン',
  notNowLabel: '後で',
  reloadLabel: '再読み込み',

  crashedBar: 'このページでセッションの状態を確認できなくなりました。',
  fallbackLabel: '続ける',

  timeoutIdle: 'セキュリティ保護のため、操作のない状態が{time}続くとセッションが終了します。',
  timeoutFixed: 'セキュリティ保護のため、継続を選ばない限り、{time}でセッションが終了します。',
  timeoutAbsolute: 'ログインから{time}が経過すると、もう一度ログインする必要があります。',
  timeoutLoss: 'それまでに保存していない内容は失われることがあります。',
}
