import { Tags } from 'types.bicep'

// Sends mail from a domain that Azure owns. SMTP knows users and secrets and no identities: whoever sends is an Entra
// application with a secret, which an operator makes by hand; its secret is the one in the vault.
param name string
param tags Tags

@description('The application (client) id of the Entra application that sends; no sender is made where empty.')
param senderAppId string

@description('The object id of its service principal.')
param senderPrincipalId string

@description('The user name that SMTP is given.')
param senderUser string

// Communication and Email Service Owner: the role that Azure asks of who sends by SMTP.
var emailOwner = '09976791-48a7-449e-bb21-39d1a415f350'

resource email 'Microsoft.Communication/emailServices@2023-04-01' = {
  name: 'email-${name}'
  location: 'global'
  tags: tags
  properties: { dataLocation: 'United States' }

  resource domain 'domains' = {
    name: 'AzureManagedDomain'
    location: 'global'
    tags: tags
    properties: {
      domainManagement: 'AzureManaged'
      userEngagementTracking: 'Disabled'
    }
  }
}

resource communication 'Microsoft.Communication/communicationServices@2023-04-01' = {
  name: 'acs-${name}'
  location: 'global'
  tags: tags
  properties: {
    dataLocation: 'United States'
    linkedDomains: [email::domain.id]
  }
}

resource sender 'Microsoft.Communication/communicationServices/smtpUsernames@2025-05-01-preview' = if (!empty(senderAppId)) {
  parent: communication
  name: 'sender'
  properties: {
    entraApplicationId: senderAppId
    tenantId: tenant().tenantId
    username: senderUser
  }
}

resource grant 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(senderAppId)) {
  scope: communication
  name: guid(communication.id, senderPrincipalId, emailOwner)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', emailOwner)
    principalId: senderPrincipalId
    principalType: 'ServicePrincipal'
  }
}

@description('The address that mail comes from.')
output from string = 'DoNotReply@${email::domain.properties.mailFromSenderDomain}'
