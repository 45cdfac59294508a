using ParallelApproval.Testing;

[assembly: AssemblyFixture(typeof(TestCluster))]
