module.exports = {
  clientId: 'wx1234567890abcdef',
  provider: 'http://localhost:9000',
  service: 'http://localhost:8090',

  // For development without a WeChat account: the simulator gives the codes, for this person. Real ones are used where it
  // is empty, and in every version that is uploaded.
  simulator: 'http://localhost:9100',
  person: 'alice'
}
