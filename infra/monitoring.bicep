// Logs and traces. They hold no client's data; they are taken from the app's identity alone.
import { Tags } from 'types.bicep'

param location string
param name string
param tags Tags
param principalId string

@description('The name of the identity, by which its roles are told apart; unlike its id it is known beforehand.')
param identityName string

@description('After so many GB in a day nothing more is taken until the next; -1 has no limit.')
param dailyGbMax int

// Monitoring Metrics Publisher: sends telemetry, and reads none.
var publisher = '3913510d-42f4-4e42-8a64-420c390055eb'

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: 'log-${name}'
  location: location
  tags: tags
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: 30
    workspaceCapping: { dailyQuotaGb: dailyGbMax }
    features: { disableLocalAuth: true }
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: 'appi-${name}'
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    DisableLocalAuth: true
  }
}

resource grant 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: insights
  name: guid(insights.id, identityName, publisher)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', publisher)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

output insightsId string = insights.id

@description('Names the resource; it lets nobody in, because local authentication is off.')
output connectionString string = insights.properties.ConnectionString
