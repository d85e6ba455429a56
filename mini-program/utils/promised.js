/*
 * What wx.* gives to callbacks, as a promise.
 */
const LONGEST = 10000

/**
 * Promises what a call gives to success. Like every wait it has an end of its own: a call may never call back.
 *
 * @param {(callbacks: { success: (result: any) => void, fail: (reason?: any) => void }) => void} call
 * @param {number} [longest] after how many milliseconds it is waited for no more
 * @returns {Promise<any>}
 */
function promised(call, longest) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject({ errMsg: 'no answer' }), longest || LONGEST)
    const ended = settle => result => {
      clearTimeout(timer)
      settle(result)
    }
    call({ success: ended(resolve), fail: ended(reject) })
  })
}

module.exports = promised
