using Prcl.Client.Commands;

return await new PrclCommandLine(CommandHost.OfProcess()).Run(args);
