package control

import (
	"fmt"
	"net/http"
	"time"

	"github.com/spa-session/spa-session/devserver/authserver"
)

// A fault is authserver.Fault in JSON.
type fault struct {
	Endpoint         string      `json:"endpoint"`
	ClientID         string      `json:"client_id"`
	User             string      `json:"user"`
	Nth              int         `json:"nth"`
	Times            int         `json:"times"`
	DelaySeconds     int64       `json:"delay_seconds"`
	Drop             bool        `json:"drop"`
	Truncate         bool        `json:"truncate"`
	Status           int         `json:"status"`
	Error            string      `json:"error"`
	ErrorDescription string      `json:"error_description"`
	DenyFraming      bool        `json:"deny_framing"`
	Token            tokenFault  `json:"token"`
	AccessToken      tokenFault  `json:"access_token"`
	Answer           answerFault `json:"answer"`
}

type tokenFault struct {
	Iss          string `json:"iss"`
	Aud          string `json:"aud"`
	Nonce        string `json:"nonce"`
	KeyID        string `json:"kid"`
	Expired      bool   `json:"expired"`
	SkewSeconds  int64  `json:"skew_seconds"`
	BadSignature bool   `json:"bad_signature"`
}

type answerFault struct {
	State  string `json:"state"`
	Iss    string `json:"iss"`
	Target string `json:"target"`
}

// maxDelay keeps a test from hanging for longer than anybody waits.
const maxDelay = 600 // seconds

// problem says what is wrong with the order, "" if nothing is.
func (f fault) problem() string {
	early, late := min(f.Token.SkewSeconds, f.AccessToken.SkewSeconds), max(f.Token.SkewSeconds, f.AccessToken.SkewSeconds)
	switch {
	case f.Nth < 0 || f.Times < 0 || f.DelaySeconds < 0 || f.DelaySeconds > maxDelay:
		return fmt.Sprintf("nth and times are 0 or more, delay_seconds from 0 to %d", maxDelay)
	case f.Status != 0 && (f.Status < 200 || f.Status > 599):
		return "status is from 200 to 599, or left out"
	case early < -maxSeconds || late > maxSeconds:
		return "skew_seconds is ten years at most, either way"
	}
	return ""
}

func (f fault) order() authserver.Fault {
	return authserver.Fault{
		Endpoint: f.Endpoint, ClientID: f.ClientID, User: f.User, Nth: f.Nth, Times: f.Times,
		Delay: time.Duration(f.DelaySeconds) * time.Second, Drop: f.Drop, Truncate: f.Truncate,
		Status: f.Status, Error: f.Error, ErrorDescription: f.ErrorDescription, Deny: f.DenyFraming,
		Token: f.Token.order(), AccessToken: f.AccessToken.order(),
		Answer: authserver.AnswerFault{State: f.Answer.State, Issuer: f.Answer.Iss, Target: f.Answer.Target},
	}
}

func (f tokenFault) order() authserver.TokenFault {
	return authserver.TokenFault{
		Issuer: f.Iss, Audience: f.Aud, Nonce: f.Nonce, KeyID: f.KeyID, Expired: f.Expired,
		Skew: time.Duration(f.SkewSeconds) * time.Second, BadSignature: f.BadSignature,
	}
}

func orderFault(mock Mock, orders *faultOrders) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var f fault
		order := orders.read(r)
		if !decode(w, r, &f, `{"endpoint": "/oauth/token", "status": 503, "times": 1}`) {
			return
		}
		if problem := f.problem(); problem != "" {
			writeError(w, http.StatusBadRequest, "invalid_request", problem)
			return
		}
		number := mock.Fail(f.order())
		orders.keep(number, order)
		writeJSON(w, http.StatusCreated, map[string]int{"number": number})
	}
}
