// The settings of the app, in one place: addresses, names and ids. No value is a key; what is secret is a reference that
// the platform resolves by the app's identity.
param clientId string
param hostAccount string
param records {
  blobs: string
  queues: string
  tables: string
}
param insightsConnection string
param authority string
param audience string
param userClaim string
param publicAddress string
param ssn { keyUri: string, searchUri: string }
param signIn { clientId: string, secretUri: string }?
param mail {
  from: string
  user: string
  secretUri: string
}?

var always = {
  // The host's own storage and the task hub of Durable Functions.
  AzureWebJobsStorage__accountName: hostAccount
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: clientId

  // The connection of the blob trigger; queues are where it parks what fails.
  Inbox__blobServiceUri: records.blobs
  Inbox__queueServiceUri: records.queues
  Inbox__credential: 'managedidentity'
  Inbox__clientId: clientId

  APPLICATIONINSIGHTS_CONNECTION_STRING: insightsConnection
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${clientId};Authorization=AAD'

  Serverless__Storage__TablesEndpoint: records.tables
  Serverless__Storage__BlobsEndpoint: records.blobs
  Serverless__Storage__ClientId: clientId
  Serverless__Caps: 'files'
  Serverless__Idempotency__SingleProcess: 'false'
  Serverless__Auth__Authority: authority
  Serverless__Auth__Audience: audience
  Serverless__Auth__UserClaim: userClaim

  // Where people reach the pages: links in mails begin with it.
  Serverless__PublicAddress: publicAddress

  // A further version of the sealing key stands beside the first, and becomes the current one.
  Serverless__Ssn__Current: '1'
  Serverless__Ssn__Keys__1: '@Microsoft.KeyVault(SecretUri=${ssn.keyUri})'
  Serverless__Ssn__Search: '@Microsoft.KeyVault(SecretUri=${ssn.searchUri})'
}

var mailed = mail == null
  ? {}
  : {
      Serverless__Mail__Host: 'smtp.azurecomm.net'
      Serverless__Mail__Port: '587'
      Serverless__Mail__User: mail!.user
      Serverless__Mail__From: mail!.from
      Serverless__Mail__Password: '@Microsoft.KeyVault(SecretUri=${mail!.secretUri})'
    }

var signedIn = signIn == null
  ? {}
  : {
      Serverless__Auth__ClientId: signIn!.clientId
      Serverless__Auth__ClientSecret: '@Microsoft.KeyVault(SecretUri=${signIn!.secretUri})'
    }

output all { *: string } = union(always, mailed, signedIn)
