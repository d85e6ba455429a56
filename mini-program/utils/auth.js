/*
 * Keeps a mini-program logged in with a WeGrant provider. Plain ES5 and Promise, without dependencies and without a build
 * step: copy this file, or install wegrant-miniprogram. How to use it is said in the README.
 */
'use strict'

/**
 * @typedef {object} AuthOptions What createAuth needs, and may be told besides.
 * @property {string} provider the URL of the provider
 * @property {string} clientId as which the mini-program is registered there, as a rule its appid
 * @property {string} [issuer] the provider's, if mini-programs reach it at another URL
 * @property {string} [scope] scopes, separated by spaces; without it, all that are registered
 * @property {string | string[]} [resource] the services that tokens are for; without it, all that are registered
 * @property {string} [device] a label for the user's list of sessions
 * @property {string} [storageKey] where the session is stored
 * @property {(state: AuthState) => void} [onChange] is told each new state
 * @property {() => string | Promise<string>} [loginCode] gives a login code, in place of wx.login
 * @property {any} [wx] for tests
 * @property {() => number} [now] for tests
 * @property {(task: () => void, milliseconds: number) => any} [setTimeout] for tests
 * @property {(timer: any) => void} [clearTimeout] for tests
 */

/**
 * @typedef {'new' | 'active' | 'refused' | 'loggedOut'} AuthState With a session 'active', after logout() 'loggedOut',
 * 'refused' if the provider turned the login down, and 'new' if the next request will log in.
 */

/**
 * @typedef {object} FailureDetails What an Error tells beside its message.
 * @property {string} error what went wrong, in the words of the README
 * @property {number} statusCode the HTTP status, or 0 without an answer
 * @property {string} description the same for developers, perhaps empty
 * @property {boolean} temporary whether the same may work later
 * @property {number} [retryAfter] how many seconds to wait
 * @property {WechatMiniprogram.RequestSuccessCallbackResult<any>} [response] the answer, if there was one
 */

/** @typedef {Error & FailureDetails} Failure Why something was not done. */

/**
 * @typedef {object} LoginDetails What the provider said at a login apart from the tokens.
 * @property {string} [scope] the scopes granted, separated by spaces
 * @property {string} [phone] what became of the phoneCode
 */

/**
 * @typedef {object} Auth Knows who is logged in.
 * @property {<T extends string | WechatMiniprogram.IAnyObject | ArrayBuffer = any>(
 *   options: Omit<WechatMiniprogram.RequestOption<T>, 'success' | 'fail' | 'complete'>
 * ) => Promise<WechatMiniprogram.RequestSuccessCallbackResult<T>>} request does what wx.request does, with the access token
 * that the URL wants, and logs in first where that is needed. Promises the response of a status 2xx, and rejects with a
 * Failure otherwise
 * @property {(how?: { phoneCode?: string, anew?: boolean }) => Promise<LoginDetails>} login makes sure that there is a
 * session, also after logout() or a refusal. With anew, or a phoneCode of the getPhoneNumber button, it always logs in anew
 * @property {() => Promise<boolean>} logout forgets the tokens at once, and ends the session at the provider. Promises
 * whether the provider has confirmed it; never rejects
 * @property {() => Promise<string>} getAccessToken promises an access token for services that is good for now
 * @property {() => AuthState} state
 */

// Times are in milliseconds. For 60 s the provider answers a refresh token again whose answer got lost. Presented later, it
// counts as stolen. The last attempt is sent within 3 * (TIMEOUT + LONGEST_PAUSE) = 54 s of the first one, unless the
// mini-program is frozen in the background meanwhile.
var LONGEST_REFRESH = 55000
var ATTEMPTS = 4
var TIMEOUT = 10000
var FIRST_PAUSE = 1000
var LONGEST_PAUSE = 8000
var LONGEST_EMBARGO = 3600000

// How long wx.request waits that is not told.
var USUAL_TIMEOUT = 60000

// How long before its end an access token is no longer used, and how far a clock may be put back unnoticed.
var MARGIN = 30000

// For an answer that does not say how long its access token lives.
var DEFAULT_LIFETIME = 300000

// What access tokens are for. The one for the account can close it, so no service may get hold of it.
var SERVICES = 'services'
var ACCOUNT = 'account'

// What WeChat's codes are made of. DevTools without a real appid gives a sentence in place of one.
var CODE = /^[\w.~-]{1,128}$/
var MOCK_CODE = /\bmock\b/

// As the provider takes it.
var LONGEST_DEVICE = 64

/**
 * Creates the one object that knows who is logged in.
 *
 * @param {AuthOptions} options
 * @returns {Auth}
 */
function createAuth(options) {
  var api = options.wx || wx
  var now = options.now || Date.now
  var later = options.setTimeout || setTimeout
  var never = options.clearTimeout || (options.setTimeout ? nothing : clearTimeout)
  var loginCode = options.loginCode || codeOfWechat
  var device = options.device && labelOf(options.device)
  var provider = options.provider.replace(/\/+$/, '')
  var issuer = (options.issuer || provider).replace(/\/+$/, '')
  var storageKey = options.storageKey || 'wegrant.' + options.clientId

  // With the access token for services, as it is stored.
  var session = null
  // The access token for the account. It is never stored, and sent to the provider alone.
  var account = null
  var loggedOut = false
  // The login that was refused for good: it is not tried again unless login() is called.
  var refusal = null
  // By grant, the failure that asked for a longer wait than a user has patience for, and when that is over.
  var embargoes = {}
  // How often the user has logged out: what was begun before a log-out must not end after it.
  var epoch = 0
  /** @type {Promise<any>} */
  var queue = Promise.resolve()
  // By what the token is for.
  var renewals = {}

  load()
  var told = state()

  return {
    request: request,
    login: login,
    logout: logout,
    getAccessToken: getAccessToken,
    state: state
  }

  /** @returns {AuthState} */
  function state() {
    return loggedOut ? 'loggedOut' : session ? 'active' : refusal ? 'refused' : 'new'
  }

  function request(wanted) {
    var begun = epoch
    var purpose = isOfAccount(String(wanted.url)) ? ACCOUNT : SERVICES

    function attempt() {
      return tokenFor(purpose).then(function (token) {
        requireSince(begun)
        return send(withToken(wanted, token)).then(function (response) {
          return { token: token, response: response }
        })
      })
    }

    return attempt().then(function (first) {
      if (!refusesToken(first.response)) {
        return first
      }
      requireSince(begun)
      var refused = held(purpose)
      if (refused && refused.accessToken === first.token) {
        refused.freshUntil = 0
      }
      return attempt()
    }).then(function (last) {
      if (last.response.statusCode < 200 || last.response.statusCode >= 300) {
        throw failureOf(last.response)
      }
      return last.response
    })
  }

  function login(how) {
    var phoneCode = how && how.phoneCode
    refusal = null
    if (loggedOut) {
      loggedOut = false
      store()
    }
    var done = phoneCode || how && how.anew ? oneAtATime(function (begun) {
      return logIn(begun, phoneCode)
    }) : renew(SERVICES)
    return done.then(function (granted) {
      return granted.details
    })
  }

  function logout() {
    var ended = session
    epoch += 1
    queue = Promise.resolve()
    renewals = {}
    refusal = null
    session = null
    account = null
    loggedOut = true
    store()
    return ended ? revoke(ended.refreshToken) : Promise.resolve(true)
  }

  function getAccessToken() {
    return tokenFor(SERVICES)
  }

  function tokenFor(purpose) {
    if (loggedOut) {
      return Promise.reject(hasLoggedOut())
    }
    if (refusal && !session) {
      return Promise.reject(refusal)
    }
    if (isFresh(held(purpose))) {
      return Promise.resolve(held(purpose).accessToken)
    }
    return renew(purpose).then(function (granted) {
      return granted.accessToken
    })
  }

  function held(purpose) {
    return purpose === ACCOUNT ? account : session
  }

  // Nothing but the provider's own URL before the path: no other host is ever sent the token for the account.
  // As it is written: a path that leads elsewhere once it is resolved is none of the account's.
  function isOfAccount(url) {
    var path = url.slice(provider.length).split(/[?#]/)[0]
    return url.indexOf(provider) === 0 && /^\/account(\/|$)/.test(path) && !/\.\.|%2e|\\|\/\//i.test(path)
  }

  // --- one login or refresh at a time ---

  function renew(purpose) {
    if (!renewals[purpose]) {
      var mine = oneAtATime(function (begun) {
        if (isFresh(held(purpose))) {
          return { accessToken: held(purpose).accessToken, details: { scope: session.scope } }
        }
        return session ? refreshOrLogIn(begun, purpose) : logInFor(purpose, begun)
      })
      var settled = function () {
        if (renewals[purpose] === mine) {
          renewals[purpose] = null
        }
      }
      renewals[purpose] = mine
      mine.then(settled, settled)
    }
    return renewals[purpose]
  }

  function oneAtATime(task) {
    var begun = epoch
    var result = queue.then(function () {
      requireSince(begun)
      return task(begun)
    })
    queue = result.then(nothing, nothing)
    return result
  }

  function refreshOrLogIn(begun, purpose) {
    return refresh(begun, purpose).then(null, function (failure) {
      if (failure.error !== 'invalid_grant') {
        throw failure
      }
      return logInFor(purpose, begun)
    })
  }

  // A login gives the token for services, and the one for the account comes by a refresh.
  function logInFor(purpose, begun) {
    return logIn(begun).then(function (granted) {
      return purpose === ACCOUNT ? refresh(begun, ACCOUNT) : granted
    })
  }

  function refresh(begun, purpose) {
    var presented = session
    return obtain('refresh_token', begun, function () {
      return whileAnswered(presented, function (refreshToken) {
        return askForTokens({
          grant_type: 'refresh_token',
          refresh_token: refreshToken,
          resource: purpose === ACCOUNT ? issuer : undefined
        })
      })
    }).then(function (answer) {
      return keep(answer, begun, purpose)
    }, function (failure) {
      if (failure.error === 'invalid_grant') {
        if (failure.statusCode === 0) {
          revoke(presented.refreshToken)
        }
        session = null
        account = null
        store()
      }
      throw failure
    })
  }

  // Presents a refresh token unless an answer to it may have got lost too long ago. Since when one may is stored before it is
  // sent: the mini-program can be frozen or ended at any time.
  function whileAnswered(presented, exchange) {
    var since = presented.unansweredSince
    if (!since) {
      presented.unansweredSince = now()
      store()
    } else if (!(since <= now() && now() - since <= LONGEST_REFRESH)) {
      return Promise.reject(failureWith('invalid_grant', 0, 'A refresh was not answered in time.', false))
    }
    return exchange(presented.refreshToken).then(null, function (failure) {
      // The provider says so where it has not exchanged the token.
      if (!since && failure.error === 'temporarily_unavailable' && presented === session) {
        presented.unansweredSince = 0
        store()
      }
      throw failure
    })
  }

  function logIn(begun, phoneCode) {
    var replaced = session
    var refusedCodes = 0
    return obtain('wechat_code', begun, function () {
      // A code is good for one attempt, even if no answer came: the provider may have used it.
      return askForCode().then(function (code) {
        requireSince(begun)
        return askForTokens({
          grant_type: 'wechat_code',
          code: code,
          phone_code: phoneCode,
          scope: options.scope,
          resource: options.resource,
          device: device
        })
      }).then(null, function (failure) {
        if (failure.error === 'invalid_grant') {
          refusedCodes += 1
          failure.temporary = refusedCodes === 1
        } else if (failure.statusCode === 500) {
          failure.temporary = false
        }
        throw failure
      })
    }).then(function (answer) {
      var granted = keep(answer, begun, SERVICES)
      // It was of the session before.
      account = null
      if (replaced) {
        revoke(replaced.refreshToken)
      }
      return granted
    }, function (failure) {
      if (!session && !failure.temporary && failure.statusCode >= 400 && failure.statusCode < 500 &&
          failure.error !== 'http_error') {
        refusal = failure
        tell()
      }
      throw failure
    })
  }

  // A refresh for the account replaces the refresh token too, which is stored before anything else happens, and leaves the
  // access token for services as it is.
  function keep(answer, begun, purpose) {
    if (begun !== epoch) {
      revoke(answer.data.refresh_token)
      throw hasLoggedOut()
    }
    var lifetime = answer.data.expires_in * 1000 || DEFAULT_LIFETIME
    var token = purpose === ACCOUNT ? {} : { provider: provider, scope: answer.data.scope }
    token.accessToken = answer.data.access_token
    token.obtainedAt = answer.sentAt
    token.freshUntil = answer.sentAt + lifetime - Math.min(MARGIN, lifetime / 4)
    if (purpose === ACCOUNT) {
      account = token
    } else {
      session = token
    }
    session.refreshToken = answer.data.refresh_token
    session.unansweredSince = 0
    refusal = null
    store()
    return { accessToken: token.accessToken, details: detailsOf(answer.data) }
  }

  // The time is that of this device from the moment of sending, whatever clock the provider has.
  function isFresh(token) {
    return token !== null && token.obtainedAt - MARGIN <= now() && now() < token.freshUntil
  }

  function requireSince(begun) {
    if (begun !== epoch) {
      throw hasLoggedOut()
    }
  }

  // --- what is sent ---

  function askForTokens(form) {
    var sentAt = now()
    return post('/oauth2/token', form).then(function (response) {
      var data = response.data
      if (response.statusCode === 200 && data && isToken(data.access_token) && isToken(data.refresh_token)) {
        return { data: data, sentAt: sentAt }
      }
      throw failureOf(response)
    })
  }

  function revoke(refreshToken) {
    return insist(nothing, function () {
      return post('/oauth2/revoke', { token: refreshToken, token_type_hint: 'refresh_token' }).then(function (response) {
        if (response.statusCode !== 200) {
          throw failureOf(response)
        }
      })
    }).then(function () {
      return true
    }, function () {
      return false
    })
  }

  function obtain(grant, begun, attempt) {
    var embargo = embargoes[grant]
    if (embargo && embargo.since <= now() && now() < embargo.until) {
      return Promise.reject(embargo.failure)
    }
    return insist(requireSince.bind(null, begun), attempt).then(null, function (failure) {
      var wait = (failure.retryAfter || 0) * 1000
      if (wait > LONGEST_PAUSE) {
        embargoes[grant] = { failure: failure, since: now(), until: now() + Math.min(wait, LONGEST_EMBARGO) }
      }
      throw failure
    })
  }

  // Repeats what failed for the moment: a few times, after pauses that grow, and never sooner than the provider asks for.
  function insist(requireWanted, attempt) {
    function run(number) {
      return attempt().then(null, function (failure) {
        requireWanted()
        var pause = Math.max(growing(number), (failure.retryAfter || 0) * 1000)
        if (!failure.temporary || number === ATTEMPTS || pause > LONGEST_PAUSE) {
          throw failure
        }
        return sleep(pause).then(function () {
          requireWanted()
          return run(number + 1)
        })
      })
    }

    return run(1)
  }

  function sleep(milliseconds) {
    return new Promise(function (resolve) {
      later(function () {
        resolve(undefined)
      }, milliseconds)
    })
  }

  function post(path, form) {
    form.client_id = options.clientId
    return send({
      url: provider + path,
      method: 'POST',
      header: { 'content-type': 'application/x-www-form-urlencoded' },
      data: encode(form),
      timeout: TIMEOUT
    })
  }

  function send(message) {
    var timeout = message.timeout > 0 ? message.timeout : USUAL_TIMEOUT
    return within(timeout, 'network_error', function (resolve, fail) {
      var sent = copy(message)
      sent.timeout = timeout
      sent.success = resolve
      sent.fail = fail
      sent.complete = nothing
      return api.request(sent)
    })
  }

  function askForCode() {
    return within(TIMEOUT, 'wx_login_failed', function (resolve, fail) {
      Promise.resolve(loginCode()).then(resolve, fail)
    }).then(function (code) {
      if (typeof code === 'string' && CODE.test(code)) {
        return code
      }
      throw MOCK_CODE.test(code) ? failureWith('mock_code', 0, 'DevTools has no real appid: ' + code, false)
        : failureWith('wx_login_failed', 0, 'There is no login code.', true)
    })
  }

  function codeOfWechat() {
    return within(TIMEOUT, 'wx_login_failed', function (resolve, fail) {
      api.login({
        timeout: TIMEOUT,
        success: function (result) {
          resolve(result && result.code)
        },
        fail: fail
      })
    })
  }

  // Whatever is begun may never call back, so each wait has an end of its own.
  function within(milliseconds, error, begin) {
    return new Promise(function (resolve, reject) {
      var begun
      var timer = later(function () {
        fail({ errMsg: 'no answer within ' + milliseconds / 1000 + ' s' })
        // WeChat has few requests under way at once.
        if (begun && begun.abort) {
          begun.abort()
        }
      }, milliseconds)

      function fail(reason) {
        never(timer)
        reject(isFailure(reason) ? reason : failureWith(error, 0, reason && (reason.errMsg || reason.message), true))
      }

      try {
        begun = begin(function (value) {
          never(timer)
          resolve(value)
        }, fail)
      } catch (fault) {
        fail(fault)
      }
    })
  }

  function failureOf(response) {
    var data = response.data || {}
    var named = /error="([^"]*)"/.exec(headerOf(response, 'www-authenticate'))
    var status = response.statusCode
    // Where tokens were expected, any other answer below 400 comes from something in between, such as a hotel's WLAN.
    var error = status < 400 ? 'invalid_response' : typeof data.error === 'string' ? data.error
      : named ? named[1] : 'http_error'
    var failure = failureWith(error, status, data.error_description || data.detail || data.title,
      status < 400 || status === 429 || status >= 500)
    failure.retryAfter = secondsOf(headerOf(response, 'retry-after'), headerOf(response, 'date'))
    failure.response = response
    return failure
  }

  // --- what is kept ---

  function load() {
    var stored
    try {
      stored = api.getStorageSync(storageKey)
    } catch (ignored) {
      // A storage that cannot be read holds no session.
    }
    if (!stored || stored.provider !== provider) {
      return
    }
    loggedOut = stored.loggedOut === true
    if (!loggedOut && isToken(stored.accessToken) && isToken(stored.refreshToken) && isFinite(stored.obtainedAt) &&
        isFinite(stored.freshUntil)) {
      session = copy(stored)
    }
  }

  function store() {
    tell()
    try {
      api.setStorageSync(storageKey, session || { provider: provider, loggedOut: loggedOut })
    } catch (full) {
      forgetStored()
    }
  }

  // Rather nothing than an old refresh token, which would end the session when it is used.
  function forgetStored() {
    try {
      api.removeStorageSync(storageKey)
    } catch (ignored) {
      // The session goes on without storage until the mini-program ends.
    }
  }

  function tell() {
    if (options.onChange && told !== state()) {
      told = state()
      Promise.resolve(told).then(options.onChange)
    }
  }
}

function withToken(wanted, token) {
  var message = copy(wanted)
  message.header = {}
  Object.keys(wanted.header || {}).forEach(function (name) {
    if (name.toLowerCase() !== 'authorization') {
      message.header[name] = wanted.header[name]
    }
  })
  message.header.Authorization = 'Bearer ' + token
  return message
}

// RFC 6750 section 3.1. A gateway may keep the challenge to itself.
function refusesToken(response) {
  var challenge = headerOf(response, 'www-authenticate')
  return response.statusCode === 401 && (challenge === '' || challenge.indexOf('invalid_token') >= 0)
}

function detailsOf(answer) {
  var details = {}
  Object.keys(answer).forEach(function (name) {
    if (['access_token', 'refresh_token', 'token_type', 'expires_in'].indexOf(name) < 0) {
      details[name] = answer[name]
    }
  })
  return details
}

function hasLoggedOut() {
  return failureWith('logged_out', 0, 'The user has logged out.', false)
}

function isFailure(reason) {
  return Boolean(reason) && typeof reason.error === 'string' && typeof reason.temporary === 'boolean'
}

/** @returns {Failure} */
function failureWith(error, statusCode, description, temporary) {
  var failure = /** @type {Failure} */ (new Error(description || error))
  failure.error = error
  failure.statusCode = statusCode
  failure.description = description || ''
  failure.temporary = temporary
  return failure
}

function growing(number) {
  return FIRST_PAUSE * Math.pow(2, number - 1) * (0.5 + Math.random() / 2)
}

// RFC 9110 section 10.2.3: seconds or a date, which is told from the time of whoever answers. Phones have other times.
function secondsOf(retryAfter, date) {
  if (/^\d+$/.test(retryAfter)) {
    return Number(retryAfter)
  }
  var seconds = (Date.parse(retryAfter) - Date.parse(date)) / 1000
  return isNaN(seconds) ? undefined : Math.max(0, seconds)
}

// Without controls and what turns text around, which the provider refuses, and without halves of characters, as a cut or a
// careless phone leaves them: encodeURIComponent throws at those.
function labelOf(text) {
  return String(text)
    .replace(/[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g, '')
    .slice(0, LONGEST_DEVICE)
    .replace(/[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]/g, function (found) {
      return found.length === 2 ? found : ''
    })
}

// Devices differ in how they write the names of headers.
function headerOf(response, name) {
  var found = ''
  Object.keys(response.header || {}).forEach(function (each) {
    if (each.toLowerCase() === name) {
      found = String(response.header[each])
    }
  })
  return found
}

function encode(form) {
  var pairs = []
  Object.keys(form).forEach(function (name) {
    [].concat(form[name]).forEach(function (value) {
      if (value !== undefined && value !== null && value !== '') {
        pairs.push(encodeURIComponent(name) + '=' + encodeURIComponent(value))
      }
    })
  })
  return pairs.join('&')
}

function copy(object) {
  var copied = {}
  Object.keys(object).forEach(function (name) {
    copied[name] = object[name]
  })
  return copied
}

// What can be in a header or a form, as tokens and codes are.
function isToken(value) {
  return typeof value === 'string' && /^[\x21-\x7e]+$/.test(value)
}

function nothing() {
}

module.exports = { createAuth: createAuth }
