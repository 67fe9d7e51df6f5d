package modal

// english are the sentences of web/english.js, by which the tests know what to look
// for; package api holds the two together.
var english = [...]struct {
	key            Key
	category, text string
}{
	{WarningTitle, Other, "Are you still there?"},
	{WarningBody, Other, "You have been away for a while. For your security, your session is about to end."},
	{SecondsLeft, "one", "Your session ends in {n} second."},
	{SecondsLeft, Other, "Your session ends in {n} seconds."},
	{MinutesLeft, "one", "Your session ends in {n} minute."},
	{MinutesLeft, Other, "Your session ends in {n} minutes."},

	{LastWarningTitle, Other, "Your session is about to end"},
	{LastWarningBody, Other, "It can only go on after a new login. Save your work first."},
	{LastWarningBar, Other, "Your session is about to end. Save your work, then log in again."},
	{AbsoluteBody, Other, "For your security, you have to log in again from time to time. Save your work first."},

	{IdleTitle, Other, "Your session may have ended"},
	{IdleBody, Other, "Log in to continue."},
	{IdleBar, Other, "Your session may have ended. Log in to continue."},

	{EndedTitle, Other, "Your session has ended"},
	{EndedBody, Other, "Log in to continue."},
	{EndedAbsoluteBody, Other, "For your security, you have to log in again from time to time."},
	{EndedBar, Other, "Your session has ended. Log in to continue."},

	{UserChangedTitle, Other, "Another user has logged in"},
	{UserChangedBody, Other, "Somebody else has logged in with this browser. Reload the page to continue."},

	{BarTitle, Other, "Session"},
	{SessionGoesOn, Other, "Your session goes on."},
	{AskingHint, Other, "Asking the login service."},

	{ErrorOffline, Other, "You are offline. Check your connection."},
	{ErrorUnreachable, Other, "The login service cannot be reached."},
	{ErrorServer, Other, "The login service has a problem."},
	{ErrorTimeout, Other, "The login service took too long to answer."},
	{ErrorLock, Other, "Another tab of this page is still busy with your session."},
	{ErrorNeedsLogin, Other, "The login service needs you to log in again."},
	{ErrorOther, Other, "That did not work."},

	{ContinueLabel, Other, "Continue"},
	{AskingLabel, Other, "Asking…"},
	{TryAgainLabel, Other, "Try again"},
	{LogOutLabel, Other, "Log out"},
	{LogInLabel, Other, "Log in"},
	{NotNowLabel, Other, "Not now"},
	{ReloadLabel, Other, "Reload"},
}

func English() Strings {
	texts := make(map[Key]Forms, len(english))
	for i := range english {
		row := &english[i]
		if texts[row.key] == nil {
			texts[row.key] = Forms{}
		}
		texts[row.key][row.category] = row.text
	}
	return Strings{Lang: "en", Dir: "ltr", Plural: englishPlural, Digits: plain, Texts: texts}
}

func englishPlural(n int64) string {
	if n == 1 {
		return "one"
	}
	return Other
}
