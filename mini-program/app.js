const auth = require('./utils/session')

App({
  onLaunch() {
    if (auth.state() !== 'loggedOut') {
      // A page that needs the session tries again and says what is wrong.
      auth.login().catch(() => {})
    }
  }
})
