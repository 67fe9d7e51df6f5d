package modal

// The sentences. SecondsLeft and MinutesLeft are counted, the others have one form.
const (
	WarningTitle Key = "warningTitle"
	WarningBody  Key = "warningBody"
	SecondsLeft  Key = "secondsLeft"
	MinutesLeft  Key = "minutesLeft"

	LastWarningTitle Key = "lastWarningTitle"
	LastWarningBody  Key = "lastWarningBody"
	LastWarningBar   Key = "lastWarningBar"
	AbsoluteBody     Key = "absoluteBody"

	IdleTitle Key = "idleTitle"
	IdleBody  Key = "idleBody"
	IdleBar   Key = "idleBar"

	EndedTitle        Key = "endedTitle"
	EndedBody         Key = "endedBody"
	EndedAbsoluteBody Key = "endedAbsoluteBody"
	EndedBar          Key = "endedBar"

	UserChangedTitle Key = "userChangedTitle"
	UserChangedBody  Key = "userChangedBody"

	BarTitle      Key = "barTitle" // names the bar among the landmarks of the page
	SessionGoesOn Key = "sessionGoesOn"
	AskingHint    Key = "askingHint"

	ErrorOffline     Key = "errorOffline"
	ErrorUnreachable Key = "errorUnreachable"
	ErrorServer      Key = "errorServer"
	ErrorTimeout     Key = "errorTimeout"
	ErrorLock        Key = "errorLock"
	ErrorNeedsLogin  Key = "errorNeedsLogin"
	ErrorOther       Key = "errorOther"

	ContinueLabel Key = "continueLabel"
	AskingLabel   Key = "askingLabel" // on Continue while the answer is on its way
	TryAgainLabel Key = "tryAgainLabel"
	LogOutLabel   Key = "logOutLabel"
	LogInLabel    Key = "logInLabel"
	NotNowLabel   Key = "notNowLabel"
	ReloadLabel   Key = "reloadLabel"
)
