using System.CommandLine;
using System.CommandLine.Invocation;
using Prcl.Contracts;
using Prcl.Contracts.Security.Certificates;
using Prcl.Grains.Backups;
using Prcl.Grains.Blobs;
using Prcl.Images.Datasets;
using Prcl.Learning.Settings;
using Prcl.Learning.Weights;
using Prcl.Silo.Commands;
using Prcl.Silo.Demo;
using Prcl.Silo.Hosting;
using Prcl.Silo.Startup;

NativeThreads.LetIdleThreadsSleep();
NativeThreads.ShareMemoryArenas();
var root = new RootCommand("Prcl.Orleans: learns semantic segmentation from a few labelled images and a stream of unlabelled ones, as a living cluster of actors.")
{
    ServeCommand.Create(),
    DemoCommand.Create(),
    TrainCommand.Create(),
    ExperimentCommand.Create(),
    StreetWeightsCommand.Create(),
    CertificatesCommand.Create(),
    KeysCommand.Create(),
    DoctorCommand.Create(),
    CheckCommand.Create(),
    BackupCommand.Create(),
    RestoreCommand.Create(),
    SettingsCommand.Create(),
};
root.Options.OfType<VersionOption>().Single().Action = new VersionLine();
try
{
    // Without a command there is nothing that a person could mean for sure.
    if (args.Length == 0)
    {
        root.Parse("--help").Invoke();
        return ExitCode.Usage;
    }

    var result = root.Parse(args);
    if (result.Action is ParseErrorAction)
    {
        return UsageErrors.Tell(result);
    }

    // Draining hands in what has been learned; two seconds, the default, would cut it short. How long it may take is a setting of the host.
    var patience = TimeSpan.FromHours(2);
    return await result.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = patience });
}
catch (SettingsException error)
{
    Console.Error.WriteLine(error.Message);
    return ExitCode.Usage;
}
catch (Exception error) when (error is HostException or CertificateException or DatasetException or WeightsMismatchException or PrclRequestException or BackupException or BlobStorageException)
{
    Console.Error.WriteLine(error.Message);
    return ExitCode.Failed;
}
catch (OperationCanceledException)
{
    return ExitCode.Interrupted;
}
