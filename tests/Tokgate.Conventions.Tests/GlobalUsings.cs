global using Tokgate.Conventions.Tests.Repository;
