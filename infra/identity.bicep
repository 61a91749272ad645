// The one identity of the app. It is the user's own resource and not the app's, so that every role stands before the
// app first starts, and outlives an app that is made anew.
import { Tags } from 'types.bicep'

param location string
param name string
param tags Tags

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: name
  location: location
  tags: tags
}

output id string = identity.id
output clientId string = identity.properties.clientId
output principalId string = identity.properties.principalId
